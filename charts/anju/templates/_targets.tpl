{{/*
The pools to run, as JSON: name → its values, what its code says of it (files/targets.yaml),
`module` and `gpu`. inference-gpu is a second pool of the module inference.
*/}}
{{- define "anju.pools" -}}
{{- $facts := .Files.Get "files/targets.yaml" | fromYaml -}}
{{- $pools := dict -}}
{{- range $name, $target := .Values.targets -}}
{{- $gpu := eq $name "inference-gpu" -}}
{{- if ternary (ne $.Values.gpu.mode "none") $target.enabled $gpu -}}
{{- $module := ternary "inference" $name $gpu -}}
{{- $own := dict "name" $name "module" $module "gpu" $gpu -}}
{{- $_ := set $pools $name (merge $own $target (index $facts $module)) -}}
{{- end -}}
{{- end -}}
{{- toJson $pools -}}
{{- end -}}

{{/* Modules that run, as JSON: module → a pool of it. */}}
{{- define "anju.modules" -}}
{{- $modules := dict -}}
{{- range include "anju.pools" . | fromJson -}}
{{- if not .gpu -}}
{{- $_ := set $modules .module . -}}
{{- end -}}
{{- end -}}
{{- toJson $modules -}}
{{- end -}}

{{/* dict root, module: whether it listens for GA/T 1400 too. */}}
{{- define "anju.listens" -}}
{{- if and .root.Values.uplink.listen (has .module (list "uplink" "all")) -}}yes{{- end -}}
{{- end -}}

{{- define "anju.engine" -}}
{{- if .Values.autoscaling.hpa.enabled -}}hpa{{- else if .Values.autoscaling.keda.enabled -}}keda{{- end -}}
{{- end -}}

{{/* dict root, pool: whether an autoscaler owns the number of its pods. */}}
{{- define "anju.scaled" -}}
{{- if and .pool.autoscaling (include "anju.engine" .root) -}}yes{{- end -}}
{{- end -}}
