/** Frames of HTTP/2 (RFC 9113, section 6), for what no client library would send. */
export const FRAME = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, goaway: 7, continuation: 9 } as const

export const END_STREAM = 0x1
const END_HEADERS = 0x4

export const PREFACE = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(FRAME.settings, 0, 0)])

export function frame(type: number, flags: number, stream: number, payload: Uint8Array = new Uint8Array()): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.byteLength, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

/** A header block without compression (RFC 7541, section 6.2.2); names and values of up to 126 bytes. */
export function headerBlock(headers: Readonly<Record<string, string>>): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)])
  return Buffer.concat(
    Object.entries(headers).map(([name, value]) => Buffer.concat([Buffer.from([0]), text(name), text(value)])),
  )
}

/** A request without a body as one frame. */
export function requestFrame(stream: number, headers: Readonly<Record<string, string>>): Buffer {
  return frame(FRAME.headers, END_STREAM | END_HEADERS, stream, headerBlock(headers))
}

/** A GET as one frame. */
export function getFrame(stream: number, path: string): Buffer {
  return requestFrame(stream, { ':method': 'GET', ':scheme': 'https', ':authority': 'localhost', ':path': path })
}

/** RST_STREAM with CANCEL. */
export function resetFrame(stream: number): Buffer {
  return frame(FRAME.reset, 0, stream, Buffer.from([0, 0, 0, 8]))
}

export interface ReadFrame {
  readonly type: number
  readonly stream: number
  readonly payload: Buffer
}

/** The whole frames of bytes that have come. */
export function readFrames(bytes: Buffer): readonly ReadFrame[] {
  const frames: ReadFrame[] = []
  let at = 0
  while (at + 9 <= bytes.length) {
    const end = at + 9 + bytes.readUIntBE(at, 3)
    if (end > bytes.length) break
    frames.push({
      type: bytes.readUInt8(at + 3),
      stream: bytes.readUInt32BE(at + 5),
      payload: bytes.subarray(at + 9, end),
    })
    at = end
  }
  return frames
}
