{{/* Rules of network policies. dict root, module, port: pods of a module of this release. */}}
{{- define "anju.peer" -}}
podSelector:
  matchLabels:
    {{- include "anju.selector" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .module }}
{{- end -}}

{{/* dict root, module, ports (a list): one rule's body for `to` or `from`, chosen by `word`. */}}
{{- define "anju.rule.module" -}}
- {{ .word }}:
    - {{- include "anju.peer" . | nindent 6 }}
  ports:
    {{- range .ports }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end -}}

{{/* dict peers, ports, word: peers from values; none means anywhere. */}}
{{- define "anju.rule.peers" -}}
- ports:
    {{- range .ports }}
    - {protocol: TCP, port: {{ int . }}}
    {{- end }}
  {{- with .peers }}
  {{ $.word }}:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "anju.rule.dns" -}}
- to:
    {{- toYaml .Values.networkPolicy.dnsTo | nindent 4 }}
  ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
{{- end -}}

{{/* Egress to a server that the chart brings, or that stands elsewhere; dict root, name, ports, peers. */}}
{{- define "anju.rule.server" -}}
{{- if (index .root.Values .name).bundled -}}
{{- include "anju.rule.module" (dict "root" .root "module" .name "ports" .ports "word" "to") -}}
{{- else -}}
{{- include "anju.rule.peers" (dict "peers" .peers "ports" .ports "word" "to") -}}
{{- end -}}
{{- end -}}

{{- define "anju.rule.postgresql" -}}
{{- include "anju.rule.server" (dict "root" . "name" "postgresql" "ports" (list .Values.postgresql.port) "peers" .Values.networkPolicy.postgresqlTo) -}}
{{- end -}}

{{- define "anju.rule.nats" -}}
{{- $ports := list -}}
{{- range splitList "," (include "anju.nats.urls" .) -}}
{{- $ports = append $ports (include "anju.port" .) -}}
{{- end -}}
{{- include "anju.rule.server" (dict "root" . "name" "nats" "ports" (uniq $ports) "peers" .Values.networkPolicy.natsTo) -}}
{{- end -}}

{{- define "anju.rule.s3" -}}
{{- $ports := list (include "anju.port" (include "anju.s3.endpoint" .)) -}}
{{- include "anju.rule.server" (dict "root" . "name" "s3" "ports" $ports "peers" .Values.networkPolicy.s3To) -}}
{{- end -}}

{{/* Where a module goes outside the platform, other than to its stores; dict root, module. */}}
{{- define "anju.rules.outside" -}}
{{- $values := .root.Values -}}
{{- $policy := $values.networkPolicy -}}
{{- with $values.telemetry.otlpEndpoint }}
{{ include "anju.rule.peers" (dict "peers" $policy.otlpTo "ports" (list (include "anju.port" .)) "word" "to") }}
{{- end }}
{{- with $values.oidc.issuer }}
{{ include "anju.rule.peers" (dict "peers" $policy.oidcTo "ports" (list (include "anju.port" .)) "word" "to") }}
{{- end }}
{{- if has .module (list "visitor" "all") }}
{{- with $values.notices.webhookUrl }}
{{ include "anju.rule.peers" (dict "peers" $policy.noticesTo "ports" (list (include "anju.port" .)) "word" "to") }}
{{- end }}
{{- if $values.notices.smtpHost }}
{{ include "anju.rule.peers" (dict "peers" $policy.noticesTo "ports" (list $values.notices.smtpPort) "word" "to") }}
{{- end }}
{{- end }}
{{- if and (has .module (list "perimeter" "all")) $policy.cameraPorts }}
{{ include "anju.rule.peers" (dict "peers" $policy.camerasTo "ports" $policy.cameraPorts "word" "to") }}
{{- end }}
{{- if and $values.uplink.ports (has .module (list "uplink" "all")) }}
{{ include "anju.rule.peers" (dict "peers" $policy.uplinkTo "ports" $values.uplink.ports "word" "to") }}
{{- end }}
{{- with $policy.extraEgress }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Who calls a module; dict root, module, modules. */}}
{{- define "anju.rules.callers" -}}
{{- range $caller, $pool := .modules -}}
{{- if has $.module $pool.needs }}
{{ include "anju.rule.module" (dict "root" $.root "module" $caller "ports" (list 9090) "word" "from") }}
{{- end -}}
{{- end -}}
{{- end -}}
