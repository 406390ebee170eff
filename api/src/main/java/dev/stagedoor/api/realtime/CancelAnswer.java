// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.realtime;

/** What came of a request to stop an agent's answer. */
public record CancelAnswer(String status, String message) {}
