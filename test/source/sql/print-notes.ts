import { readNotes } from './read-notes.ts'

const [, , url = '', ...names] = process.argv
process.stdout.write(JSON.stringify(await readNotes(url, names)))
