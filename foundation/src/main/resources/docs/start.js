// SPDX-License-Identifier: Apache-2.0
// Everything comes from this server: no fonts, no proxy, no telemetry, no AI of somebody else.
const namesTenant = ({ path }) => path.includes('/tenants/{tenant}')
Scalar.createApiReference('#reference', {
  url: '/openapi.json',
  theme: 'default',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  authentication: { preferredSecurityScheme: 'key' },
  // What a tenant's own key calls comes first; then the same routes for an operator, who names the tenant.
  operationsSorter: (one, other) => namesTenant(one) - namesTenant(other),
  metaData: { title: 'Stagedoor HTTP API' },
})
