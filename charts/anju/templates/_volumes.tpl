{{/* Mounts and volumes of a pool; dict root, pool. Secrets only where the pod needs them. */}}
{{- define "anju.mounts" -}}
{{- $values := .root.Values -}}
- {name: tmp, mountPath: /tmp}
- {name: data, mountPath: /var/lib/anju}
{{- if not (include "anju.monolith" .root) }}
- {name: keys, mountPath: /etc/anju/keys, readOnly: true}
{{- end }}
{{- range include "anju.secrets" . | fromJsonArray }}
- {name: {{ .name }}, mountPath: /etc/anju/{{ .name }}, readOnly: true}
{{- end }}
{{- if include "anju.models" . }}
- {name: models, mountPath: /models, readOnly: true}
{{- end }}
{{- if include "anju.packs" . }}
- {name: packs, mountPath: /etc/anju/packs, readOnly: true}
{{- end }}
{{- range $name, $map := include "anju.profiles" . | fromJson }}
- {name: {{ $name }}-profiles, mountPath: /etc/anju/profiles/{{ $name }}, readOnly: true}
{{- end }}
{{- end -}}

{{- define "anju.volumes" -}}
{{- $values := .root.Values -}}
- name: tmp
  emptyDir: {sizeLimit: 256Mi}
- name: data
{{- if include "anju.monolith" .root }}
  persistentVolumeClaim: {claimName: {{ default (printf "%s-data" (include "anju.name" .root)) $values.persistence.existingClaim }}}
{{- else }}
  emptyDir: {sizeLimit: 64Mi}
- name: keys
  secret:
    secretName: {{ include "anju.keys" .root }}
    defaultMode: 0440
    items:
      - {key: issuer.pem, path: issuer.pem}
      {{- range .pool.keyrings }}
      - {key: {{ . }}.json, path: {{ . }}.json}
      {{- end }}
{{- end }}
{{- range include "anju.secrets" . | fromJsonArray }}
- name: {{ .name }}
  secret: {secretName: {{ .secret }}, defaultMode: 0440}
{{- end }}
{{- if include "anju.models" . }}
- name: models
  persistentVolumeClaim: {claimName: {{ $values.models.existingClaim }}, readOnly: true}
{{- end }}
{{- if include "anju.packs" . }}
- name: packs
  configMap: {name: {{ $values.models.manifestConfigMap.name }}}
{{- end }}
{{- range $name, $map := include "anju.profiles" . | fromJson }}
- name: {{ $name }}-profiles
  configMap: {name: {{ $map }}}
{{- end }}
{{- end -}}

{{/* Further Secrets as JSON: name of the mount, name of the Secret. */}}
{{- define "anju.secrets" -}}
{{- $values := .root.Values -}}
{{- $wanted := list
  (dict "name" "trust" "secret" $values.trust.caSecret.name)
  (dict "name" "tls" "secret" $values.tls.existingSecret) -}}
{{- if not (include "anju.monolith" .root) -}}
{{- $wanted = concat $wanted (list
  (dict "name" "nats" "secret" $values.nats.credentialsSecret.name)
  (dict "name" "nats-ca" "secret" $values.nats.tls.caSecret.name)
  (dict "name" "nats-client" "secret" $values.nats.tls.clientSecret)) -}}
{{- if .pool.database -}}
{{- $wanted = append $wanted (dict "name" "postgresql" "secret" $values.postgresql.caSecret.name) -}}
{{- end -}}
{{- end -}}
{{- if include "anju.listens" (dict "root" .root "module" .pool.module) -}}
{{- $wanted = append $wanted (dict "name" "viid" "secret" $values.uplink.certificateSecret) -}}
{{- end -}}
{{- $found := list -}}
{{- range $wanted -}}
{{- if .secret -}}{{- $found = append $found . -}}{{- end -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}

{{- define "anju.models" -}}
{{- if and (has .pool.module (list "inference" "all")) (eq .root.Values.models.source "claim") -}}yes{{- end -}}
{{- end -}}

{{- define "anju.packs" -}}
{{- if and (has .pool.module (list "inference" "all")) .root.Values.models.manifestConfigMap.name -}}yes{{- end -}}
{{- end -}}

{{/* Module and ConfigMap of the profiles that the pod reads, as JSON. */}}
{{- define "anju.profiles" -}}
{{- $found := dict -}}
{{- range $name, $map := .root.Values.profiles -}}
{{- if and $map (has $.pool.module (list $name "all")) -}}{{- $_ := set $found $name $map -}}{{- end -}}
{{- end -}}
{{- toJson $found -}}
{{- end -}}
