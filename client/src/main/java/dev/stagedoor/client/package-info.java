/**
 * A thin Java client of Stagedoor's HTTP API, over the wire records of {@code dev.stagedoor.api}.
 *
 * <p>What it holds: a key is never printed, nor sent to where a server redirects; every call ends within a deadline; a
 * request is repeated at most once, and only where repeating cannot do anything twice; fields it does not know are
 * ignored, so that it reads newer servers; every failure is a {@link dev.stagedoor.client.http.StagedoorException} that says
 * whether the server refused, could not be reached, or was no Stagedoor.
 */
@NullMarked
package dev.stagedoor.client;

import org.jspecify.annotations.NullMarked;
