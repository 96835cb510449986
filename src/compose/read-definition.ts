import type { ResolverModule } from '../compile/resolver/read-resolvers.ts'
import type { Config } from '../config/config.ts'
import type { LoadedSchema } from '../schema/load-schema.ts'
import { readSchemaFiles } from '../schema/read-schema-files.ts'
import { ownScalars } from '../schema/scalar/own-scalars.ts'
import { type CodeConfig, loadResolvers } from './resolver-module.ts'

interface ReadDefinition extends LoadedSchema {
  /** The code of one's own that goes with it. */
  readonly resolvers: ResolverModule | undefined
}

/** Reads the files of a schema with its resolvers. Without resolvers that can't be loaded there is no definition. Throws SchemaFileError. */
export async function readDefinition(config: Pick<Config, 'schemaPath'> & CodeConfig): Promise<ReadDefinition> {
  const loaded = await loadResolvers(config)
  if (loaded && 'message' in loaded) {
    // What the schema lacks may be in the code.
    return { definition: undefined, problems: [loaded], resolvers: undefined }
  }
  return { ...(await readSchemaFiles(config.schemaPath, ownScalars(loaded?.resolvers))), resolvers: loaded }
}
