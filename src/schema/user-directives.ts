/** The algorithms of signatures that a token may have (RFC 7518, section 3.1; RFC 8037); `none` is not among them. */
export const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'HS256',
  'HS384',
  'HS512',
] as const

export type Algorithm = (typeof ALGORITHMS)[number]

/** The directives that say who tells who the user is. */
export const AUTHORITY_DIRECTIVES = ['jwt', 'opaqueTokens', 'apiKeys', 'proxyUser', 'clientCertificate'] as const

/** The directives that say whose tokens are trusted, and what of the schema only their users may see. */
export const USER_DIRECTIVES = /* GraphQL */ `
  "Whose tokens say who the user is (RFC 7519); what they say is read by {$jwt.sub}."
  directive @jwt(
    "Who has issued them: their iss."
    issuer: String!
    "Whom they are for: one of their aud. Any unless said."
    audience: [String!]
    "Where the issuer's public keys are: a URL, or the path of a file (RFC 7517)."
    jwks: String
    "The key that signs and verifies, for HS256, HS384 and HS512."
    secret: String
    "How they may be signed; by default all that need no shared secret, or HS256 with a secret."
    algorithms: [sluice_Algorithm!]
    "The path of the claim that holds the user's scopes; scope, or else scp, unless said."
    scopes: String
    "The header that they come in; Authorization, behind Bearer, unless said."
    header: String
  ) repeatable on SCHEMA

  "Who is asked what tokens say that only their issuer can read (RFC 7662)."
  directive @opaqueTokens(
    "The issuer's introspection endpoint."
    endpoint: String!
    "Who the gateway is to it."
    clientId: String!
    clientSecret: String!
    "How it is told that: as Authorization, or in the body."
    auth: sluice_ClientAuth
    "The iss of their users; another one is refused."
    issuer: String
    "Whom they are for: one of their aud. Any unless said."
    audience: [String!]
    "The path of what holds the user's scopes; scope, or else scp, unless said."
    scopes: String
    "How long an answer holds, and never beyond exp; 1m unless said."
    keep: String
  ) on SCHEMA

  "Keys of programs: the SHA-256 of each, and what is said of whose it is."
  directive @apiKeys(
    "The header that they come in; X-API-Key unless said. In Authorization they stand behind Bearer."
    header: String
    "The path of a file with a JSON list of them."
    file: String
    "The list itself, from the environment."
    keys: String
  ) on SCHEMA

  "A proxy of --trusted-proxies says who the user is, in headers that are refused from anybody else."
  directive @proxyUser(
    "The header of each claim; there must be one of sub."
    claims: sluice_Value
    "Instead of them: a header that holds all claims, as JSON or as JSON in base64."
    json: String
    "Instead of them: a header that says whose certificate the client has, as Envoy's X-Forwarded-Client-Cert."
    certificate: String
    "The path of the claim that holds the user's scopes; scope, or else scp, unless said."
    scopes: String
  ) on SCHEMA

  "The certificate that the client itself has shown says who the user is, by an authority of --tls-client-ca."
  directive @clientCertificate(
    "The path of the claim that holds the user's scopes; scope, or else scp, unless said."
    scopes: String
  ) on SCHEMA

  "Only for users with a valid token: a field, or all ways to the objects of a type."
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE

  "Only for users whose token has all scopes of one of the lists."
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE

  "How often one client may ask for a field: so many times in each window, such as 1m."
  directive @rateLimit(limit: Int!, window: String!) on FIELD_DEFINITION

  "What a field, or each object of a type, costs; without it an object costs 1 and a leaf 0."
  directive @cost(weight: Int!) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | SCALAR | ENUM

  "How long the list of a field may be, or the lists of the fields of its object."
  directive @listSize(
    "Where no argument says it."
    assumedSize: Int
    "The arguments that say it."
    slicingArguments: [String!]
    "The fields of its object that are the lists, as edges."
    sizedFields: [String!]
    "Whether exactly one of the arguments must be given; true unless said."
    requireOneSlicingArgument: Boolean
  ) on FIELD_DEFINITION

  enum sluice_Algorithm { ${ALGORITHMS.join(' ')} }
`
