{{/* Names and addresses of PostgreSQL, NATS and S3: bundled here or elsewhere. */}}
{{- define "anju.postgresql.host" -}}
{{- ternary (printf "%s-postgresql.%s.svc" (include "anju.name" .) .Release.Namespace) .Values.postgresql.host .Values.postgresql.bundled -}}
{{- end -}}

{{- define "anju.postgresql.secret" -}}
{{- ternary (printf "%s-postgresql" (include "anju.name" .)) .Values.postgresql.existingSecret.name .Values.postgresql.bundled -}}
{{- end -}}

{{- define "anju.nats.urls" -}}
{{- ternary (printf "nats://%s-nats.%s.svc:4222" (include "anju.name" .) .Release.Namespace) (join "," .Values.nats.urls) .Values.nats.bundled -}}
{{- end -}}

{{- define "anju.nats.monitoring" -}}
{{- ternary (printf "%s-nats.%s.svc:8222" (include "anju.name" .) .Release.Namespace) .Values.nats.monitoring .Values.nats.bundled -}}
{{- end -}}

{{- define "anju.s3.endpoint" -}}
{{- ternary (printf "http://%s-s3.%s.svc:9000" (include "anju.name" .) .Release.Namespace) (trimSuffix "/" .Values.s3.endpoint) .Values.s3.bundled -}}
{{- end -}}

{{- define "anju.s3.secret" -}}
{{- ternary (printf "%s-s3" (include "anju.name" .)) .Values.s3.existingSecret.name .Values.s3.bundled -}}
{{- end -}}

{{/* The port of a URL, or that of its scheme. */}}
{{- define "anju.port" -}}
{{- $url := urlParse . -}}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" -}}
{{- $known := dict "https" "443" "http" "80" "nats" "4222" "tls" "4222" -}}
{{- default (get $known $url.scheme) $port -}}
{{- end -}}

{{/* Servers that the chart brings, as JSON. */}}
{{- define "anju.bundled" -}}
{{- $found := list -}}
{{- range list "nats" "postgresql" "s3" -}}
{{- if (index $.Values .).bundled -}}{{- $found = append $found . -}}{{- end -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}

{{- define "anju.migrates" -}}
{{- if and .Values.migrations.enabled (not (include "anju.monolith" .)) -}}yes{{- end -}}
{{- end -}}
