FROM python:3.12-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements/ requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/uv.lock \
 && uv pip install --system --no-cache --require-hashes -r requirements/runtime.lock
COPY . .
RUN uv pip install --system --no-cache --no-deps --no-build-isolation -e . \
 && useradd --create-home kezhuan && mkdir -p /home/kezhuan/data && chown -R kezhuan /home/kezhuan
USER kezhuan
EXPOSE 8765
CMD ["kezhuan", "serve"]
