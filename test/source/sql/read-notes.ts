import { loadSlots, openSource, sqlBinding } from './support.ts'

/** The rows of the table `notes`: its id, the columns of these names, and one of each kind. */
export async function readNotes(url: string, names: readonly string[]): Promise<readonly unknown[]> {
  await using source = await openSource(url)
  const binding = sqlBinding({ from: { kind: 'table', table: 'notes' }, orderBy: [{ column: 'id', direction: 'ASC' }] })
  return await loadSlots(source, binding, [[]], { select: ['id', ...names, 'done', 'doc', 'data'] })
}
