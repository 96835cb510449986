import { loadJSONSchemaSubgraph } from '@omnigraph/json-schema'

/** A JSON API whose base URL is in this variable of the environment, then and now; the client's Authorization goes on to it. */
export function restSource(name, variable, operations) {
  return {
    sourceHandler: loadJSONSchemaSubgraph(name, {
      endpoint: `{env.${variable}}`,
      operationHeaders: { authorization: '{context.headers.authorization}' },
      operations,
    }),
  }
}

/** A field of Query that GETs. `args` are parameters of the URL, each a list of what the schema says. */
export function get(field, path, responseSchema, args = {}) {
  return {
    type: 'Query',
    field,
    path,
    method: 'GET',
    responseSchema,
    argTypeMap: Object.fromEntries(Object.entries(args).map(([name, schema]) => [name, list(schema)])),
    queryParamArgMap: Object.fromEntries(Object.keys(args).map(name => [name, name])),
  }
}

/** JSON Schemas. */
export const string = { type: 'string' }
export const integer = { type: 'integer' }
export const number = { type: 'number' }
export const boolean = { type: 'boolean' }
export const list = items => ({ type: 'array', items })
export const object = (title, properties) => ({ type: 'object', title, properties })
