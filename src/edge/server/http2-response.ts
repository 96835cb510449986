import { constants, Http2ServerResponse } from 'node:http2'

/** Bytes of a piece of an answer. */
const PIECE = 65_536

type Callback = (error: Error) => void

/**
 * An answer over HTTP/2 that tells whether its client takes some of it. Node tells that of a whole connection, on which other answers may move;
 * of an answer it tells when all that it was given at once has been taken (RFC 9113, 5.2). So it is given piece by piece.
 */
export class Http2Response extends Http2ServerResponse {
  /** Pieces that have been taken. */
  taken = 0

  override write(chunk: string | Uint8Array, encoding?: BufferEncoding | Callback, callback?: Callback): boolean {
    const done = typeof encoding === 'function' ? encoding : callback
    return super.write(chunk, typeof encoding === 'string' ? encoding : 'utf8', error => {
      this.taken += 1
      done?.(error)
    })
  }

  override end(
    body?: string | Uint8Array | (() => void),
    encoding?: BufferEncoding | (() => void),
    callback?: () => void,
  ): this {
    if (!(body instanceof Uint8Array) || body.byteLength <= PIECE)
      return super.end(body as string, encoding as BufferEncoding, callback)
    this.#endFrom(body, 0)
    return this
  }

  /** Ends it in the middle, as an answer that is not whole. */
  override destroy(): this {
    // With no reason the client would take it for whole (RFC 9113, 8.1).
    this.stream.close(constants.NGHTTP2_CANCEL)
    this.stream.destroy()
    return this
  }

  #endFrom(body: Uint8Array, start: number): void {
    const end = start + PIECE
    const piece = body.subarray(start, end)
    if (end >= body.byteLength) super.end(piece)
    else
      this.write(piece, error => {
        if (!error) this.#endFrom(body, end)
      })
  }
}
