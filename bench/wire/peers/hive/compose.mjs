import { getComposedSchemaFromConfig } from '@graphql-mesh/compose-cli'

/** Prints the supergraph of the sources of SCHEMA, as Hive Gateway reads it. */
const { composeConfig } = await import(`./${process.env.SCHEMA}.mjs`)
const logger = { debug() {}, info() {}, log() {}, warn: console.error, error: console.error, child: () => logger }
console.log(await getComposedSchemaFromConfig(composeConfig, logger))
