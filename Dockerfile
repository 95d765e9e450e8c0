# The laboratory as one small image: docker build -t unroll . && docker run --rm -p 8000:8000 unroll
# It runs as nobody in particular and writes nothing: add --read-only --cap-drop=ALL if you like.

# --- the page's scripts: npm's small build of Plotly.js, by its hash, and our own, bundled ---
FROM node:24.11.1-bookworm-slim AS page
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY scripts/bundle.js scripts/bundle.js
COPY static static
RUN node scripts/bundle.js

# --- the Python packages, each by its hash, without pip and without other people's tests, type stubs and C headers ---
FROM python:3.11.14-slim-bookworm AS packages
WORKDIR /build
COPY requirements/runtime.txt requirements/runtime.txt
RUN python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --require-hashes --only-binary :all: \
      --requirement requirements/runtime.txt \
 && find /venv \( -name tests -o -name f2py -o -name '*.pyi' -o -name '*.[ah]' \) -prune -exec rm -rf {} +

# --- what runs ---
FROM python:3.11.14-slim-bookworm
ENV PATH="/venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1 \
    OMP_NUM_THREADS=1 \
    MKL_NUM_THREADS=1
WORKDIR /srv/unroll
COPY --from=packages /venv /venv
COPY --from=page /build/node_modules/plotly.js-cartesian-dist-min node_modules/plotly.js-cartesian-dist-min
COPY --from=page /build/dist dist
COPY app app
COPY static static
COPY templates templates
# Compiled now, since nothing may be written later: the start takes half as long. The folder is for the static files that
# a proxy serves (compose.yaml), and is written by whoever the container runs as.
RUN python -m compileall -q app && mkdir -m 777 /srv/files
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
# The exec form: the server itself gets the SIGTERM, and closes what is open in time.
CMD ["python", "-m", "app", "serve", "--host", "0.0.0.0", "--port", "8000"]
