// The microphones and interfaces of this computer, and the sound of one of them as it is.

export interface InputDevice {
  readonly id: string;
  readonly label: string;
}

/** The sentence for what the browser refuses. */
function refusal(error: unknown): Error {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') {
    return new Error('The browser does not let the studio use the microphone. Allow it beside the address.');
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') {
    return new Error('This input is not connected. Choose another one.');
  }
  return new Error('The input cannot be opened. Another program may be using it.', { cause: error });
}

/**
 * Opens an input without what browsers do to speech: no echo cancellation, noise suppression or gain control.
 * @param deviceId null for the input that the system prefers
 * @throws Error with a message for the user
 */
export async function openInput(deviceId: string | null): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new Error('Recording needs a current browser and a studio that is opened over HTTPS.');
  }
  const audio: MediaTrackConstraints = {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: 2 },
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
  };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    throw refusal(error);
  }
}

/** The inputs by name; their names are known once the person has let the studio use one of them. */
export async function listInputs(): Promise<readonly InputDevice[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')
    .map(({ deviceId, label }, index) => ({ id: deviceId, label: label || `Input ${index + 1}` }));
}
