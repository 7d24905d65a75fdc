{{/* gRPC services that outside callers reach in a pool, as JSON; the target all has everyone's. */}}
{{- define "anju.grpcServices" -}}
{{- $services := list -}}
{{- if eq .pool.module "all" -}}
{{- range $name, $fact := .root.Files.Get "files/targets.yaml" | fromYaml -}}
{{- if and $fact.grpc (ne $name "all") -}}{{- $services = append $services $fact.grpc -}}{{- end -}}
{{- end -}}
{{- else if .pool.grpc -}}
{{- $services = list .pool.grpc -}}
{{- end -}}
{{- toJson $services -}}
{{- end -}}

{{- define "anju.grpcPaths" -}}
{{- $paths := list -}}
{{- range include "anju.grpcServices" . | fromJsonArray -}}
{{- $paths = append $paths (printf "/%s" .) -}}
{{- end -}}
{{- toJson $paths -}}
{{- end -}}
