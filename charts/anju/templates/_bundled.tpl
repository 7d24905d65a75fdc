{{/* Ports, command and environment of each server that the chart may bring. */}}
{{- define "anju.nats.ports" -}}
- {name: nats, port: 4222, targetPort: nats}
- {name: monitor, port: 8222, targetPort: monitor}
{{- end -}}

{{- define "anju.nats.container" -}}
# The name is part of what KEDA asks for.
command: [nats-server]
args: [--jetstream, --store_dir, /data, --port, "4222", --http_port, "8222", --name, $(POD_NAME), --pid, /tmp/nats.pid]
env:
  - name: POD_NAME
    valueFrom: {fieldRef: {fieldPath: metadata.name}}
ports:
  - {name: nats, containerPort: 4222}
  - {name: monitor, containerPort: 8222}
readinessProbe:
  httpGet: {path: "/healthz?js-server-only=true", port: monitor}
livenessProbe:
  httpGet: {path: "/healthz?js-enabled-only=true", port: monitor}
  failureThreshold: 6
{{- end -}}

{{- define "anju.postgresql.ports" -}}
- {name: postgresql, port: 5432, targetPort: postgresql}
{{- end -}}

{{- define "anju.postgresql.container" -}}
{{- $pg := .Values.postgresql -}}
args: [-c, max_connections=400]
env:
  - {name: PGDATA, value: /data/pgdata}
  - {name: POSTGRES_USER, value: {{ $pg.user }}}
  - {name: POSTGRES_DB, value: {{ $pg.database }}}
  - name: POSTGRES_PASSWORD
    valueFrom:
      secretKeyRef: {name: {{ include "anju.postgresql.secret" . }}, key: {{ $pg.existingSecret.key }}}
ports:
  - {name: postgresql, containerPort: 5432}
readinessProbe:
  exec: {command: [pg_isready, -h, 127.0.0.1, -U, {{ $pg.user }}, -d, {{ $pg.database }}]}
livenessProbe:
  exec: {command: [pg_isready, -h, 127.0.0.1, -U, {{ $pg.user }}, -d, {{ $pg.database }}]}
  periodSeconds: 20
  failureThreshold: 6
{{- end -}}

{{- define "anju.s3.ports" -}}
- {name: s3, port: 9000, targetPort: s3}
{{- end -}}

{{- define "anju.s3.container" -}}
{{- $s3 := .Values.s3 -}}
env:
  - {name: RUSTFS_ADDRESS, value: ":9000"}
  - {name: RUSTFS_VOLUMES, value: /data}
  - {name: RUSTFS_CONSOLE_ENABLE, value: "false"}
  # Empty: to standard output, for the root is read-only.
  - {name: RUSTFS_OBS_LOG_DIRECTORY, value: ""}
  - name: RUSTFS_ACCESS_KEY
    valueFrom:
      secretKeyRef: {name: {{ include "anju.s3.secret" . }}, key: {{ $s3.existingSecret.accessKey }}}
  - name: RUSTFS_SECRET_KEY
    valueFrom:
      secretKeyRef: {name: {{ include "anju.s3.secret" . }}, key: {{ $s3.existingSecret.secretKey }}}
ports:
  - {name: s3, containerPort: 9000}
readinessProbe:
  tcpSocket: {port: s3}
livenessProbe:
  tcpSocket: {port: s3}
  failureThreshold: 6
{{- end -}}
