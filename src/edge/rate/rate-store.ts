import type { Log } from '../../observe/log.ts'
import { seldom } from '../../observe/seldom.ts'
import type { Rate } from '../../plan/user/rate.ts'

/** What is left after something was counted. */
export interface Taken {
  readonly isOver: boolean
  readonly remaining: number
  /** Seconds until the window ends. */
  readonly reset: number
}

/** Counts how often things are asked, in windows that begin with the first. */
export interface RateStore extends AsyncDisposable {
  /** Counts `points` for a key; what is over the rate is counted as well. Never rejects. */
  take(name: string, rate: Rate, key: string, points: number): Promise<Taken>
  /** Takes back what was counted for nothing, and answers what is left then. Never rejects. */
  giveBack(name: string, rate: Rate, key: string, points: number): Promise<number>
}

export interface RateStoreOptions {
  /** Where all replicas count together; undefined for each process by itself. */
  readonly redisUrl: string | undefined
  readonly log: Log
}

/** Milliseconds for one count in Redis, and for a connection to it. */
const REDIS_TIMEOUT = 500
const REDIS_CONNECT_TIMEOUT = 2_000
/** Milliseconds until a connection is tried again. */
const REDIS_PAUSE = 500

/** Opens it; Redis need not be there, and while it is away each process counts by itself. Rejects where a package is missing. */
export async function openRateStore({ redisUrl, log }: RateStoreOptions): Promise<RateStore> {
  const { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } = await import('rate-limiter-flexible')
  const redis = redisUrl === undefined ? undefined : await openRedis(redisUrl, log)
  const limiters = new Map<string, InstanceType<typeof RateLimiterMemory | typeof RateLimiterRedis>>()

  const limiterOf = (name: string, { limit, window }: Rate) => {
    const keyPrefix = `sluice:${name}:${limit}:${window}`
    const known = limiters.get(keyPrefix)
    if (known) return known
    const options = { keyPrefix, points: limit, duration: window }
    const inMemory = new RateLimiterMemory(options)
    const limiter = redis
      ? new RateLimiterRedis({
          ...options,
          storeClient: redis,
          useRedisPackage: true,
          rejectIfRedisNotReady: true,
          insuranceLimiter: inMemory,
        })
      : inMemory
    limiters.set(keyPrefix, limiter)
    return limiter
  }

  return {
    async take(name, rate, key, points) {
      try {
        const { remainingPoints, msBeforeNext } = await limiterOf(name, rate).consume(key, points)
        return { isOver: false, remaining: remainingPoints, reset: secondsOf(msBeforeNext) }
      } catch (error) {
        if (error instanceof RateLimiterRes) return { isOver: true, remaining: 0, reset: secondsOf(error.msBeforeNext) }
        // A fault of the store refuses nobody.
        log.error({ err: error }, 'requests could not be counted')
        return { isOver: false, remaining: rate.limit, reset: rate.window }
      }
    },
    async giveBack(name, rate, key, points) {
      try {
        return Math.max(0, (await limiterOf(name, rate).reward(key, points)).remainingPoints)
      } catch (err) {
        log.error({ err }, 'what was counted could not be taken back')
        return 0
      }
    },
    async [Symbol.asyncDispose]() {
      redis?.destroy()
    },
  }
}

function secondsOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000))
}

async function openRedis(url: string, log: Log) {
  const { createClient } = await import('redis').catch(cause => {
    throw new Error('--redis-url needs a package that is not installed: npm install redis', { cause })
  })
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandOptions: { timeout: REDIS_TIMEOUT },
    socket: { connectTimeout: REDIS_CONNECT_TIMEOUT, reconnectStrategy: REDIS_PAUSE },
  })
  const tell = seldom((err: unknown) =>
    log.warn({ err }, 'Redis can not be reached: until it is, this process counts requests by itself'),
  )
  client.on('error', tell)
  // It goes on trying by itself.
  client.connect().catch(() => undefined)
  return client
}
