# Ferry as one image; docker-compose.yml adds its databases.
FROM node:24-bookworm-slim

WORKDIR /app
RUN chown node:node /app && mkdir /data && chown node:node /data
USER node

COPY --chown=node:node . .
RUN npm run build && npm cache clean --force

# Inside the container every address; docker-compose.yml publishes the port on the loopback address only.
ENV FERRY_DATA_DIR=/data FERRY_LISTEN=0.0.0.0 PORT=3000
EXPOSE 3000
CMD ["node", "scripts/start.mjs"]
