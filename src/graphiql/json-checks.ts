import type { languages } from 'monaco-editor'

type Json = typeof languages.json
type ModeConfiguration = Json['jsonDefaults']['modeConfiguration']

/** What shows JSON in colours; an answer of the gateway needs no more. */
export const WITHOUT_WORKER: ModeConfiguration = { tokens: true, documentFormattingEdits: true }

const WITH_WORKER: ModeConfiguration = { ...WITHOUT_WORKER, completionItems: true, diagnostics: true, hovers: true }

/** The worker that checks variables and headers is loaded when the reader goes there first. */
export function checkJsonWhenEdited(page: Document): void {
  const begin = async ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || !target.closest('.graphiql-editor-tool')) return
    page.removeEventListener('focusin', begin)
    const { languages } = await import('monaco-editor/esm/vs/editor/editor.api.js')
    languages.json.jsonDefaults.setModeConfiguration(WITH_WORKER)
  }
  page.addEventListener('focusin', begin)
}
