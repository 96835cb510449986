import { join } from 'node:path'
import { defineConfig } from 'vite'
import { compressFiles } from './compress-files.ts'

export default defineConfig({
  base: './',
  plugins: [compressFiles()],
  resolve: {
    alias: { 'monaco-editor/esm/vs/editor/edcore.main.js': join(import.meta.dirname, 'editor-core.ts') },
  },
  experimental: {
    // The page is /graphql without a slash at its end, so what is beside it for the browser is one folder down. Relative,
    // because a proxy may put the gateway under a prefix.
    renderBuiltUrl: (file, { hostType }) => (hostType === 'html' ? `./graphql/${file}` : { relative: true }),
  },
  build: {
    // Monaco is one piece of several megabytes; it comes from the gateway itself and is cached for good.
    chunkSizeWarningLimit: 5_000,
    reportCompressedSize: false,
    rolldownOptions: {
      // GraphiQL's parts carry directives for React's server and compiler, which mean nothing in this bundle. That a machine was busy
      // is nothing to tell whoever installs.
      checks: { moduleLevelDirective: false, bundlerTimings: false },
      // GraphiQL's worker set-up logs every worker that it starts.
      treeshake: { manualPureFunctions: ['console.info'] },
    },
  },
})
