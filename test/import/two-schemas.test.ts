import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { importDatabase } from '../../src/compose/import-database.ts'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

const CLINIC = `
  CREATE SCHEMA billing;
  CREATE TABLE patients (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE billing.patients (id INTEGER PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES public.patients);
  CREATE TABLE billing.invoices (no INTEGER, year INTEGER, patient_id INTEGER NOT NULL REFERENCES billing.patients,
    corrects_no INTEGER, corrects_year INTEGER, PRIMARY KEY (no, year),
    FOREIGN KEY (corrects_no, corrects_year) REFERENCES billing.invoices (no, year));
  INSERT INTO patients VALUES (1, 'Ann'), (2, 'Bob');
  INSERT INTO billing.patients VALUES (7, 2);
  INSERT INTO billing.invoices VALUES (1, 2025, 7, NULL, NULL), (2, 2025, 7, 1, 2025);`

async function importClinic(url: string): Promise<string> {
  const { text } = await importDatabase({ url, schemas: ['public', 'billing'], mutations: true, directory: '/' })
  return text
}

function fieldsOf(text: string, type: string): string[] {
  const found = parse(text).definitions.find(node => node.kind === 'ObjectTypeDefinition' && node.name.value === type)
  return found && 'fields' in found ? (found.fields ?? []).map(({ name }) => name.value) : []
}

test('What two schemas both have is named after the schema of the second everywhere', async () => {
  await using database = await createDatabase('postgres', CLINIC)
  const text = await importClinic(database.url)
  expect(fieldsOf(text, 'Query')).toEqual([
    ...['invoice', 'invoices', 'invoicesConnection', 'billingPatient', 'billingPatients', 'billingPatientsConnection'],
    ...['patient', 'patients', 'patientsConnection'],
  ])
  expect(fieldsOf(text, 'Mutation')).toEqual([
    ...['createInvoice', 'updateInvoice', 'deleteInvoice'],
    ...['createBillingPatient', 'updateBillingPatient', 'deleteBillingPatient'],
    ...['createPatient', 'updatePatient', 'deletePatient'],
  ])
  expect(fieldsOf(text, 'Patient')).toEqual(['id', 'name', 'billingPatients', 'billingPatientsConnection'])
  await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
  const { body } = await gateway.query(`{
    patients { name billingPatients { id patient { name } invoices { no } } }
    billingPatient(id: 7) { patient { name } }
  }`)
  expect(body).toEqual({
    data: {
      patients: [
        { name: 'Ann', billingPatients: [] },
        { name: 'Bob', billingPatients: [{ id: '7', patient: { name: 'Bob' }, invoices: [{ no: 1 }, { no: 2 }] }] },
      ],
      billingPatient: { patient: { name: 'Bob' } },
    },
  })
})

test('A composite foreign key has the name that all of its columns begin with', async () => {
  await using database = await createDatabase('postgres', CLINIC)
  const text = await importClinic(database.url)
  expect(fieldsOf(text, 'Invoice')).toEqual([
    ...['no', 'year', 'patientId', 'patient', 'correctsNo', 'corrects', 'correctsYear'],
    ...['invoicesByCorrects', 'invoicesByCorrectsConnection'],
  ])
  await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
  const { body } = await gateway.query('{ invoices { no corrects { no } invoicesByCorrects { no } } }')
  expect(body).toEqual({
    data: {
      invoices: [
        { no: 1, corrects: null, invoicesByCorrects: [{ no: 2 }] },
        { no: 2, corrects: { no: 1 }, invoicesByCorrects: [] },
      ],
    },
  })
})
