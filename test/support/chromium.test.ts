import { expect, test } from 'vitest'
import { launchChromium } from './chromium.ts'
import { startUpstream } from './upstream.ts'

test('Chromium opens a page of loopback', async () => {
  await using upstream = await startUpstream({
    'GET /page': { headers: { 'content-type': 'text/html' }, body: '<title>here</title>' },
  })
  await using browser = await launchChromium()
  const page = await browser.newPage()
  await page.goto(`${upstream.url}/page`)
  expect(await page.title()).toBe('here')
})
