{{/* Settings by environment; dict root, pool. charts/test_code.py knows each name from the code. */}}
{{- define "anju.env" -}}
{{- $values := .root.Values -}}
{{- include "anju.env.where" . }}
- name: ANJU_DATA_DIR
  value: /var/lib/anju
- name: ANJU_SERVER__HOST
  value: 0.0.0.0
- name: ANJU_SERVER__GRPC_PORT
  value: "9090"
- name: ANJU_SERVER__HTTP_PORT
  value: "8080"
- name: ANJU_SERVER__DRAIN
  value: {{ $values.server.drain | quote }}
- name: ANJU_SERVER__GRACE
  value: {{ $values.server.grace | quote }}
- name: ANJU_TELEMETRY__LOG_LEVEL
  value: {{ $values.telemetry.logLevel }}
{{- with $values.telemetry.otlpEndpoint }}
- name: ANJU_TELEMETRY__OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- if not (include "anju.monolith" .root) }}
- name: ANJU_AUTH__KEY
  value: /etc/anju/keys/issuer.pem
{{- range .pool.keyrings }}
- name: ANJU_{{ upper . }}__KEYRING
  value: /etc/anju/keys/{{ . }}.json
{{- end }}
- name: ANJU_CHANNELS
  value: {{ include "anju.channels" . | quote }}
{{ include "anju.env.database" . }}
{{ include "anju.env.bus" . }}
{{ include "anju.env.files" . }}
{{- end }}
{{- if $values.trust.caSecret.name }}
- name: SSL_CERT_FILE
  value: /etc/anju/trust/{{ $values.trust.caSecret.key }}
{{- end }}
{{- include "anju.env.tls" . }}
{{- include "anju.env.oidc" . }}
{{- include "anju.env.module" . }}
{{- range $name, $value := merge (dict) .pool.settings $values.settings }}
- name: {{ $name }}
  value: {{ include "anju.plain" $value | quote }}
{{- end }}
{{- end -}}

{{/* Numbers of values are floats, which would come out as 6.8e+10. */}}
{{- define "anju.plain" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}{{- printf "%.0f" . -}}{{- else -}}{{- toString . -}}{{- end -}}
{{- end -}}

{{/* Who this pod is, for traces: $(NAME) sees only what stands before it. */}}
{{- define "anju.env.where" -}}
- name: POD_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- name: NODE_NAME
  valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: service.namespace={{ .root.Release.Namespace }},service.version={{ .root.Chart.AppVersion }},k8s.pod.name=$(POD_NAME),k8s.node.name=$(NODE_NAME)
{{- end -}}

{{/* Service → address, for what it calls. */}}
{{- define "anju.channels" -}}
{{- $channels := dict -}}
{{- range .pool.needs -}}
{{- $_ := set $channels . (printf "dns:///%s:9090" (include "anju.address" (dict "root" $.root "module" .))) -}}
{{- end -}}
{{- toJson $channels -}}
{{- end -}}

{{/* A module without tables gets an address that is never opened: `embedded` would be refused. */}}
{{- define "anju.env.database" -}}
{{- $pg := .root.Values.postgresql -}}
{{- if .pool.database -}}
- name: ANJU_DATABASE__URL
  value: postgresql://{{ $pg.user }}@{{ include "anju.postgresql.host" .root }}:{{ $pg.port }}/{{ $pg.database }}
- name: PGPASSWORD
  valueFrom:
    secretKeyRef: {name: {{ include "anju.postgresql.secret" .root }}, key: {{ $pg.existingSecret.key }}}
- name: PGSSLMODE
  value: {{ ternary "disable" $pg.sslMode $pg.bundled }}
{{- if $pg.caSecret.name }}
- name: PGSSLROOTCERT
  value: /etc/anju/postgresql/{{ $pg.caSecret.key }}
{{- end }}
{{- else -}}
- name: ANJU_DATABASE__URL
  value: sqlite:////var/lib/anju/none
{{- end -}}
{{- end -}}

{{- define "anju.env.bus" -}}
{{- $nats := .root.Values.nats -}}
- name: ANJU_BUS__URL
  value: {{ include "anju.nats.urls" .root | quote }}
- name: ANJU_BUS__REPLICAS
  value: {{ ternary 1 $nats.replicas $nats.bundled | quote }}
{{- if $nats.credentialsSecret.name }}
- name: ANJU_BUS__CREDENTIALS
  value: /etc/anju/nats/{{ $nats.credentialsSecret.key }}
{{- end }}
{{- if $nats.tls.caSecret.name }}
- name: ANJU_BUS__CA
  value: /etc/anju/nats-ca/{{ $nats.tls.caSecret.key }}
{{- end }}
{{- if $nats.tls.clientSecret }}
- name: ANJU_BUS__CERTIFICATE
  value: /etc/anju/nats-client/tls.crt
- name: ANJU_BUS__PRIVATE_KEY
  value: /etc/anju/nats-client/tls.key
{{- end }}
{{- end -}}

{{/* Only what keeps pictures gets the bucket and its key; the others a folder that stays empty. */}}
{{- define "anju.env.files" -}}
{{- $s3 := .root.Values.s3 -}}
{{- if .pool.files -}}
- name: ANJU_FILES__URL
  value: {{ include "anju.s3.endpoint" .root }}/{{ $s3.bucket }}
- name: ANJU_FILES__REGION
  value: {{ $s3.region }}
{{- if $s3.encryption }}
- name: ANJU_FILES__ENCRYPTION
  value: {{ $s3.encryption }}
{{- end }}
- name: ANJU_FILES__ACCESS_KEY
  valueFrom:
    secretKeyRef: {name: {{ include "anju.s3.secret" .root }}, key: {{ $s3.existingSecret.accessKey }}}
- name: ANJU_FILES__SECRET_KEY
  valueFrom:
    secretKeyRef: {name: {{ include "anju.s3.secret" .root }}, key: {{ $s3.existingSecret.secretKey }}}
{{- else -}}
- name: ANJU_FILES__URL
  value: file:///var/lib/anju/none
{{- end -}}
{{- end -}}

{{- define "anju.env.tls" -}}
{{- $tls := .root.Values.tls -}}
{{- if $tls.existingSecret }}
- name: ANJU_TLS__CERTIFICATE
  value: /etc/anju/tls/tls.crt
- name: ANJU_TLS__PRIVATE_KEY
  value: /etc/anju/tls/tls.key
- name: ANJU_TLS__CA
  value: /etc/anju/tls/ca.crt
- name: ANJU_TLS__MUTUAL
  value: {{ $tls.mutual | quote }}
{{- end }}
{{- end -}}

{{- define "anju.env.oidc" -}}
{{- $oidc := .root.Values.oidc -}}
{{- if $oidc.issuer }}
- name: ANJU_AUTH__OIDC__ISSUER
  value: {{ $oidc.issuer | quote }}
- name: ANJU_AUTH__OIDC__AUDIENCE
  value: {{ $oidc.audience | quote }}
- name: ANJU_AUTH__OIDC__ROLE_CLAIM
  value: {{ $oidc.roleClaim | quote }}
- name: ANJU_AUTH__OIDC__ROLES
  value: {{ $oidc.roles | toJson | quote }}
- name: ANJU_AUTH__OIDC__COMMUNITY_CLAIM
  value: {{ $oidc.communityClaim | quote }}
{{- end }}
{{- end -}}

{{- define "anju.env.module" -}}
{{- $values := .root.Values -}}
{{- if has .pool.module (list "inference" "all") }}
- name: ANJU_INFERENCE__MODELS_DIR
  value: {{ ternary "/models" "/opt/anju/models" (eq $values.models.source "claim") }}
{{- if $values.models.manifestConfigMap.name }}
- name: ANJU_INFERENCE__MANIFEST
  value: /etc/anju/packs/{{ $values.models.manifestConfigMap.key }}
{{- end }}
{{- end }}
{{- range $name, $map := include "anju.profiles" . | fromJson }}
- name: ANJU_{{ upper $name }}__PROFILES
  value: /etc/anju/profiles/{{ $name }}
{{- end }}
{{- if .pool.gpu }}
- name: ANJU_INFERENCE__RUNTIME
  value: onnxruntime
- name: ANJU_INFERENCE__PROCESSES
  value: "false"
{{- end }}
{{- if include "anju.listens" (dict "root" .root "module" .pool.module) }}
- name: ANJU_UPLINK__PORT
  value: {{ $values.uplink.port | quote }}
{{- if $values.uplink.certificateSecret }}
- name: ANJU_UPLINK__CERTIFICATE
  value: /etc/anju/viid/tls.crt
- name: ANJU_UPLINK__PRIVATE_KEY
  value: /etc/anju/viid/tls.key
{{- end }}
{{- end }}
{{- if has .pool.module (list "visitor" "all") }}
{{- with $values.turn.secret }}
{{- if .name }}
- name: ANJU_VISITOR__TURN_SECRET
  valueFrom:
    secretKeyRef: {name: {{ .name }}, key: {{ .key }}}
{{- end }}
{{- end }}
{{- with $values.notices }}
{{- if .webhookUrl }}
- name: ANJU_VISITOR__WEBHOOK_URL
  value: {{ .webhookUrl | quote }}
- name: ANJU_VISITOR__WEBHOOK_SECRET
  valueFrom:
    secretKeyRef: {name: {{ .webhookSecret.name }}, key: {{ .webhookSecret.key }}}
{{- end }}
{{- if .smtpHost }}
- name: ANJU_VISITOR__SMTP_HOST
  value: {{ .smtpHost | quote }}
- name: ANJU_VISITOR__SMTP_PORT
  value: {{ .smtpPort | quote }}
- name: ANJU_VISITOR__SMTP_SENDER
  value: {{ .smtpSender | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
