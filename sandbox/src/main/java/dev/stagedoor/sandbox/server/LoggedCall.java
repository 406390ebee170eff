// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import java.time.Instant;

/**
 * A call that reached the sandbox.
 *
 * @param path the method's path
 * @param apiKey the key id its token names, empty if there is none; never a token or a secret
 * @param room the room it concerns, empty if there is none
 * @param status the HTTP status of the response, 0 if the connection was closed
 */
public record LoggedCall(Instant at, String path, String apiKey, String room, int status) {}
