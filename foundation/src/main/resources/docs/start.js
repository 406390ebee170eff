// SPDX-License-Identifier: Apache-2.0
// Everything comes from this server: no fonts, no proxy, no telemetry, no AI of somebody else.
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
  metaData: { title: 'Stagedoor HTTP API' },
})
