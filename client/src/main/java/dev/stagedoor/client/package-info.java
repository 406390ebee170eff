// SPDX-License-Identifier: Apache-2.0
/**
 * A thin Java client of Stagedoor's HTTP API, built on the wire records of {@code dev.stagedoor.api}.
 *
 * <p>Keys are never printed, and redirects are not followed; every call has a deadline; a request is retried at most
 * once, and only where that is safe; unknown fields are ignored, so it works with newer servers; every failure is a
 * {@link dev.stagedoor.client.http.StagedoorException} that says whether the server rejected the request, was
 * unreachable, or is not Stagedoor.
 */
@NullMarked
package dev.stagedoor.client;

import org.jspecify.annotations.NullMarked;
