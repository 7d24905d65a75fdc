# Two images from one file: slim (every service but inference) and vision (with the runtimes that
# look at pictures). `make image-proof` builds and runs both; docs/kubernetes.md says how.
#   BASE    a Python 3.11 image; give it by digest: …@sha256:…
#   EXTRAS  extras of pyproject.toml in vision; vision,gpu on a CUDA base
ARG BASE=docker.io/library/python:3.11-slim-bookworm

FROM ${BASE} AS base
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ANJU_DATA_DIR=/var/lib/anju \
    ANJU_SERVER__HOST=0.0.0.0 \
    ANJU_INFERENCE__MODELS_DIR=/opt/anju/models
RUN mkdir -p /var/lib/anju /opt/anju/models && chown 10001:10001 /var/lib/anju

# Dependencies change seldom and code often: a layer each.
FROM base AS slim-packages
WORKDIR /src
COPY pyproject.toml constraints.txt ./
RUN python -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
print(*p['dependencies'], sep='\n')" >wanted.txt \
    && python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        -c constraints.txt -r wanted.txt

FROM slim-packages AS wheel
COPY README.md LICENSE ./
COPY libs libs
COPY services services
RUN /opt/venv/bin/pip wheel --no-cache-dir --disable-pip-version-check --no-deps -w /wheel .

FROM slim-packages AS slim-venv
COPY --from=wheel /wheel /wheel
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps /wheel/*.whl

# Reports as PDF are Chinese: one font, as neither base nor packages bring any. Its version is
# that of BASE's Debian.
FROM base AS fonts
# hadolint ignore=DL3008
RUN apt-get update -q && apt-get install -qy --no-install-recommends fonts-wqy-microhei

FROM base AS runtime
COPY --from=fonts /usr/share/fonts/truetype/wqy /usr/share/fonts/truetype/wqy
LABEL org.opencontainers.image.title="Anju" \
      org.opencontainers.image.licenses="AGPL-3.0-only"
USER 10001:10001
EXPOSE 8080 9090
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s CMD \
    ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["anju"]
CMD ["run"]

FROM runtime AS slim
COPY --from=slim-venv /opt/venv /opt/venv

FROM slim-packages AS vision-venv
ARG EXTRAS=vision
COPY --from=wheel /wheel /wheel
COPY constraints.txt ./
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        -c constraints.txt "$(ls /wheel/*.whl)[${EXTRAS}]"

FROM runtime AS vision
COPY --from=vision-venv /opt/venv /opt/venv

# For networks without a way out: the model files, pulled before into build/models.
FROM vision AS vision-models
COPY build/models /opt/anju/models
