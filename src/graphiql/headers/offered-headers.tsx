import { useGraphiQL, useMonaco } from '@graphiql/react'
import type { languages } from 'monaco-editor'
import { useEffect } from 'react'
import { nameAt, textFor } from './header-at.ts'

/** Offers the headers that the schema reads in the editor of headers: their names, and never a value. */
export function OfferedHeaders({ names }: { readonly names: readonly string[] }): null {
  const editor = useGraphiQL(({ headerEditor }) => headerEditor)
  const monaco = useMonaco(({ monaco }) => monaco)
  useEffect(() => {
    if (!editor || !monaco || names.length === 0) return
    editor.updateOptions({ placeholder: `The schema reads ${names.join(', ')}. Ctrl-Space offers them.` })
    const provider: languages.CompletionItemProvider = {
      triggerCharacters: ['"'],
      provideCompletionItems(model, position) {
        if (model !== editor.getModel()) return { suggestions: [] }
        const text = model.getValue()
        const begun = nameAt(text, model.getOffsetAt(position))
        if (!begun) return { suggestions: [] }
        const [start, end] = [model.getPositionAt(begun.from), model.getPositionAt(begun.to)]
        const range = {
          startLineNumber: start.lineNumber,
          startColumn: start.column,
          endLineNumber: end.lineNumber,
          endColumn: end.column,
        }
        return {
          suggestions: names
            .filter(name => !text.includes(`"${name}"`))
            .map(name => ({
              label: name,
              detail: 'read by the schema',
              // Before what JSON's own completion has.
              sortText: ` ${name}`,
              kind: monaco.languages.CompletionItemKind.Property,
              filterText: begun.hasQuote ? `"${name}"` : name,
              insertText: textFor(name, text),
              insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
              range,
            })),
        }
      },
    }
    const registered = monaco.languages.registerCompletionItemProvider('json', provider)
    return () => registered.dispose()
  }, [editor, monaco, names])
  return null
}
