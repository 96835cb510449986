import type { CSSProperties } from 'react'
import { colorOf } from './source-colors.ts'

/** A source by its name, on its colour. */
export function SourceName({ name }: { readonly name: string }) {
  return (
    <span className="source-name" style={{ '--source': colorOf(name) } as CSSProperties}>
      {name}
    </span>
  )
}
