import 'graphiql/setup-workers/vite'
import '@graphiql/plugin-doc-explorer/style.css'
import '@graphiql/plugin-history/style.css'
import '@graphiql/react/style.css'
import 'graphiql/graphiql.css'
import './page.css'
import { GraphiQL } from 'graphiql'
import { createRoot } from 'react-dom/client'
import { createFetcher } from './fetch-answer.ts'
import { GatewayState } from './gateway-state.tsx'
import { OfferedHeaders } from './headers/offered-headers.tsx'
import { checkJsonWhenEdited } from './json-checks.ts'
import { readLinkedQuery, readPageConfig } from './page-config.ts'
import { pluginsFor } from './plugins.ts'
import { AnswerLinks } from './upstream/answer-links.tsx'

const element = document.querySelector('#graphiql')
if (element === null) throw new Error('The page has no element #graphiql')

const { trace = false, answers = false, headers = [], ...config } = readPageConfig(document)

checkJsonWhenEdited(document)
createRoot(element).render(
  <GraphiQL
    {...config}
    {...readLinkedQuery(location)}
    fetcher={createFetcher(trace ? (answers ? '1; answers' : '1') : undefined)}
    inputValueDeprecation
    isHeadersEditorEnabled
    plugins={pluginsFor(trace)}
    schemaDescription
  >
    <GraphiQL.Logo>
      <h1>Sluice</h1>
      <GatewayState />
      <AnswerLinks />
      <OfferedHeaders names={headers} />
    </GraphiQL.Logo>
  </GraphiQL>,
)
