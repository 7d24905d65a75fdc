{{- define "anju.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* What selects pods of this release; a component and a pool are added by the caller. */}}
{{- define "anju.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "anju.labels" -}}
{{ include "anju.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* dict root, name: an image of `images`. A digest wins over a tag. */}}
{{- define "anju.image" -}}
{{- $image := index .root.Values.images .name -}}
{{- $registry := coalesce .root.Values.global.image.registry $image.registry -}}
{{- $path := ternary (printf "%s/%s" $registry $image.repository) $image.repository (ne (default "" $registry) "") -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $path $image.digest -}}
{{- else if .root.Values.images.requireDigest -}}
{{- fail (printf "images.%s.digest is empty, and images.requireDigest wants one" .name) -}}
{{- else -}}
{{- printf "%s:%s" $path (default .root.Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{/* dict root, module: where other services reach it. */}}
{{- define "anju.address" -}}
{{- printf "%s-%s.%s.svc" (include "anju.name" .root) .module .root.Release.Namespace -}}
{{- end -}}

{{- define "anju.monolith" -}}
{{- if .Values.targets.all.enabled -}}yes{{- end -}}
{{- end -}}

{{/* The existing Secret of keys, or the one that the chart makes. */}}
{{- define "anju.keys" -}}
{{- ternary (printf "%s-keys" (include "anju.name" .)) .Values.keys.existingSecret .Values.keys.generate -}}
{{- end -}}

{{- define "anju.priority" -}}
{{- $own := printf "%s-%s" (include "anju.name" .root) .name -}}
{{- ternary $own (index .root.Values.priorityClasses.names .name) .root.Values.priorityClasses.create -}}
{{- end -}}
