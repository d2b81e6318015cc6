# Times librosa on a file of float32 samples: CPU seconds per step as JSON, after one run that compiles its kernels.
import json
import sys
import time

import numpy
import librosa

RATE = 44100
STEPS = {
    "onsets": lambda y: librosa.onset.onset_detect(
        y=y, sr=RATE, delta=0.06, wait=1, pre_avg=1, post_avg=1, post_max=1
    ),
    "split": lambda y: librosa.effects.split(y, top_db=20),
    "pitch": lambda y: librosa.pyin(y, fmin=32.7, fmax=2093, sr=RATE),
}


def cpu_seconds(step, signal):
    began = time.process_time()
    step(signal)
    return time.process_time() - began


music = numpy.fromfile(sys.argv[1], dtype=numpy.float32)
for step in STEPS.values():
    step(music[: 2 * RATE])
times = {name: cpu_seconds(step, music) for name, step in STEPS.items()}
print(json.dumps({"version": librosa.__version__, "times": times}))
