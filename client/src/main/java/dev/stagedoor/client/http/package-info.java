// SPDX-License-Identifier: Apache-2.0
/**
 * One HTTP exchange with the server: the request, its answer or exception, and streamed answers.
 *
 * <p>A key is sent in one header, and redirects are not followed; every call has a deadline; a request is retried at
 * most once, and only where that is safe.
 */
@NullMarked
package dev.stagedoor.client.http;

import org.jspecify.annotations.NullMarked;
