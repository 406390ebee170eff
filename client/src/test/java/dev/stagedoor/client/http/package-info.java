/** The client against servers that behave as servers do on a bad day. */
@NullMarked
package dev.stagedoor.client.http;

import org.jspecify.annotations.NullMarked;
