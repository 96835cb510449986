const { additionalResolvers = {} } = await import(`./${process.env.SCHEMA}.mjs`)

export const gatewayConfig = { logging: false, graphiql: false, landingPage: false, additionalResolvers }
