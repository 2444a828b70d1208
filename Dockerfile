FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN node scripts/build.mjs && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:20.20.2-bookworm-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && mkdir /data \
  && chown node:node /data
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY recipes recipes
COPY samples samples
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN printf '#!/bin/sh\nexec node /app/dist/src/cli/juicer.js "$@"\n' > /usr/local/bin/juicer \
  && chmod 755 /usr/local/bin/juicer
USER node
VOLUME /data
CMD ["node", "dist/src/worker.js"]
