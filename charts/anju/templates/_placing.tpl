{{/* Where pods of a pool go; dict root, pool. */}}
{{- define "anju.placing" -}}
{{- $labels := dict "matchLabels" (dict "app.kubernetes.io/instance" .root.Release.Name "anju/pool" .pool.name) -}}
{{- with include "anju.priority" (dict "root" .root "name" .pool.priority) }}
priorityClassName: {{ . }}
{{- end }}
{{- $tolerations := concat .root.Values.scheduling.tolerations (ternary .root.Values.gpu.tolerations list .pool.gpu) }}
{{- with $tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      {{- toYaml $labels | nindent 6 }}
  {{- end }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            {{- toYaml $labels | nindent 12 }}
  {{- if and .pool.gpu .root.Values.gpu.nodeSelector }}
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            {{- range $key, $value := .root.Values.gpu.nodeSelector }}
            - {key: {{ $key }}, operator: In, values: [{{ $value | quote }}]}
            {{- end }}
  {{- end }}
{{- if and .pool.gpu .root.Values.gpu.runtimeClass }}
runtimeClassName: {{ .root.Values.gpu.runtimeClass }}
{{- end }}
{{- if and .pool.gpu (eq .root.Values.gpu.mode "dra") }}
resourceClaims:
  - {name: gpu, resourceClaimTemplateName: {{ include "anju.name" .root }}-gpu}
{{- end }}
{{- end -}}

{{/* Requests and limits of a pool, with its GPUs. */}}
{{- define "anju.resources" -}}
{{- $gpu := .root.Values.gpu -}}
{{- $resources := deepCopy .pool.resources -}}
{{- if and .pool.gpu (eq $gpu.mode "device-plugin") -}}
{{- $_ := set $resources.limits $gpu.resource (int $gpu.count) -}}
{{- else if and .pool.gpu (eq $gpu.mode "dra") -}}
{{- $_ := set $resources "claims" (list (dict "name" "gpu")) -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end -}}
