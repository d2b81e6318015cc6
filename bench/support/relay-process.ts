// The peer of the collaboration benchmark: a bare y-protocols relay that stores, checks and acknowledges nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket, WebSocketServer } from 'ws';
import * as awareness from 'y-protocols/awareness';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';

const SYNC = 0;
const AWARENESS = 1;

interface Room {
  readonly doc: Y.Doc;
  readonly presence: awareness.Awareness;
  readonly sockets: Set<WebSocket>;
}
const rooms = new Map<string, Room>();

function message(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

function openRoom(name: string): Room {
  const doc = new Y.Doc();
  const presence = new awareness.Awareness(doc);
  presence.setLocalState(null);
  const room: Room = { doc, presence, sockets: new Set() };
  const broadcast = (frame: Uint8Array) => {
    for (const socket of room.sockets) if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  };
  doc.on('update', (update: Uint8Array) =>
    broadcast(message(SYNC, (encoder) => sync.writeUpdate(encoder, update))),
  );
  presence.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
    const update = awareness.encodeAwarenessUpdate(presence, [...added, ...updated, ...removed]);
    broadcast(message(AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, update)));
  });
  rooms.set(name, room);
  return room;
}

function onMessage({ doc, presence }: Room, socket: WebSocket, data: Uint8Array): void {
  const decoder = decoding.createDecoder(data);
  const type = decoding.readVarUint(decoder);
  if (type === AWARENESS) {
    awareness.applyAwarenessUpdate(presence, decoding.readVarUint8Array(decoder), socket);
    return;
  }
  const reply = message(SYNC, (encoder) => sync.readSyncMessage(decoder, encoder, doc, socket));
  if (reply.length > 1) socket.send(reply);
}

const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket, request) => {
  const name = request.url ?? '';
  const room = rooms.get(name) ?? openRoom(name);
  room.sockets.add(socket);
  socket.on('error', () => socket.terminate());
  socket.on('message', (data: Buffer) => onMessage(room, socket, data));
  socket.on('close', () => room.sockets.delete(socket));
  socket.send(message(SYNC, (encoder) => sync.writeSyncStep1(encoder, room.doc)));
});
process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  process.send?.({ rssMb: process.memoryUsage().rss / 2 ** 20, cpuS: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
