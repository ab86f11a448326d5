FROM node:24-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg chromium && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
ENV ONNXRUNTIME_NODE_INSTALL=skip NODE_COMPILE_CACHE=/app/node_modules/.cache/compiled
RUN npm ci --no-audit --no-fund && npm run build && chown -R node:node /app
USER node
CMD ["node_modules/node/bin/node", "scripts/start.ts"]
