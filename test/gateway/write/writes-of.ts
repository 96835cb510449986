import type { TestGateway } from '../../support/gateway.ts'

/** The statements that changed something, in their order, as they were sent. */
export function writesOf({ log }: Pick<TestGateway, 'log'>): readonly string[] {
  return log.map(({ text }) => String(text)).filter(text => /^(?:insert|update|delete)\b/.test(text))
}
