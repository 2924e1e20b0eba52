# Recital in a container: built in one stage, run in another that has no build tools.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /opt/recital && /opt/recital/bin/pip install -r requirements.txt \
 && /opt/recital/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim
RUN groupadd --gid 10001 recital \
 && useradd --uid 10001 --gid recital --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin recital \
 && install --directory --owner=recital --group=recital --mode=0700 /data \
 && rm -rf /usr/local/lib/python3.11/site-packages/pip* /usr/local/bin/pip*
COPY --from=build /opt/recital /opt/recital
WORKDIR /app
COPY app.py LICENSE ./
COPY .streamlit .streamlit
COPY data data
COPY governance governance
COPY pages pages
RUN /opt/recital/bin/python -m compileall -q governance pages app.py
ENV PATH=/opt/recital/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    RECITAL_MODE=company \
    RECITAL_HOST=0.0.0.0 \
    RECITAL_PORT=8501 \
    RECITAL_REGISTER=/data/register.duckdb \
    RECITAL_LOG__FORMAT=json
USER recital
VOLUME /data
EXPOSE 8501
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/readyz', timeout=4)"]
ENTRYPOINT ["python", "-m", "governance"]
CMD ["serve"]
