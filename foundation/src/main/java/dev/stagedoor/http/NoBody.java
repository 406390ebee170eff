// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

/** The body of a request that has none. */
public record NoBody() {}
