/** Tests of the demo: over real sockets, against the embedded server. */
package dev.reactivetoken.cli.demo;
