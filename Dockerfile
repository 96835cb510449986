# The package, built from this clone and installed as anybody would: docker build -t sluice .
FROM node:24-bookworm-slim AS build
WORKDIR /clone
COPY . .
RUN npm ci && npm pack --pack-destination /tmp && mv /tmp/sluice-*.tgz /tmp/sluice.tgz

FROM node:24-bookworm-slim
COPY --from=build /tmp/sluice.tgz /tmp/sluice.tgz
# The image has the Node that it needs, so it takes none along.
RUN npm install --global --omit=optional /tmp/sluice.tgz && npm cache clean --force && rm /tmp/sluice.tgz
ENV NODE_ENV=production SLUICE_HOST=0.0.0.0 SLUICE_PORT=4000
EXPOSE 4000
WORKDIR /app
USER node
HEALTHCHECK --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SLUICE_PORT}/health`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, which gets the signals, and not npm or a shell, which would keep them.
ENTRYPOINT ["node", "/usr/local/lib/node_modules/sluice/dist/src/cli.js"]
CMD ["start", "schema.graphql"]
