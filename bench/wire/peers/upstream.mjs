import { Pool } from 'undici'

/** As many as Sluice's `maxInFlight`. */
const CONNECTIONS = 64

/**
 * A client of the API whose base URL is in this variable of the environment: `get(path, authorization)` answers its JSON,
 * and throws for any other status than 200.
 */
export function openApi(variable) {
  const pool = new Pool(process.env[variable], { connections: CONNECTIONS })
  return async (path, authorization) => {
    const headers = authorization === undefined ? {} : { authorization }
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
    if (statusCode === 200) return body.json()
    await body.dump()
    throw new Error(`${path} answered ${statusCode}`)
  }
}

/** `name=1&name=2` */
export function queryOf(name, values) {
  return values.map(value => `${name}=${encodeURIComponent(value)}`).join('&')
}
