import './panel.css'
import type { ReactNode } from 'react'

interface PanelProps {
  readonly title: string
  readonly children: ReactNode
}

/** What a plug-in of ours shows beside the editors. */
export function Panel({ title, children }: PanelProps) {
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
