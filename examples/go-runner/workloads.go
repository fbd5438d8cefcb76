// What workloads record, and the workloads: goroutines that sleep, and a goroutine at either end of each connection.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"io"
	"net"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

var started = time.Now()

// now is in nanoseconds since the start, by the monotonic clock.
func now() float64 { return float64(time.Since(started)) }

type kit struct {
	prepared, round, published object
	nonce                      []byte
	codes                      map[string]uint16
	names                      map[uint16]string
	mutex                      sync.Mutex // goroutines record together, and times never decrease
	level                      string
	times, samples             []float64
	keys, ids, digests         []uint32
	kinds                      []uint16
}

func newKit(m object) *kit {
	k := &kit{prepared: m, published: object{}, codes: map[string]uint16{}, names: map[uint16]string{}}
	k.nonce, _ = hex.DecodeString(m.text("nonce"))
	for _, entry := range m["alphabet"].([]any) {
		letter := object(entry.(map[string]any))
		code := uint16(letter.number("code"))
		k.codes[letter.text("name")], k.names[code] = code, letter.text("name")
	}
	return k
}

func (k *kit) number(name string) int { return k.prepared.of("params").number(name) }

func (k *kit) begin(m object) {
	capacity := k.prepared.of("capacity")
	rows := capacity.number("events")
	k.round, k.level, k.samples = m, m.text("record"), make([]float64, 0, capacity.number("samples"))
	k.times, k.keys, k.ids = make([]float64, 0, rows), make([]uint32, 0, rows), make([]uint32, 0, rows)
	k.digests, k.kinds = make([]uint32, 0, rows), make([]uint16, 0, rows)
}

func (k *kit) emit(kind string, key, id int, digest uint32) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	switch k.level {
	case "none":
		return
	case "full":
		k.times = append(k.times, now())
	}
	k.keys, k.ids, k.digests = append(k.keys, uint32(key)), append(k.ids, uint32(id)), append(k.digests, digest)
	k.kinds = append(k.kinds, k.codes[kind])
}

func (k *kit) sample(nanoseconds float64) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.samples = append(k.samples, nanoseconds)
}

// form is what was recorded by kind, and the canonical form of each key. The scenarios of this runner have no events whose order is free.
func (k *kit) form() (map[string]int, []object) {
	counts, sums, crcs, forms := map[string]int{}, map[uint32]int{}, map[uint32]uint32{}, []object{}
	for i, key := range k.keys {
		row, _ := binary.Append(nil, binary.LittleEndian, []uint32{uint32(k.kinds[i]), k.ids[i], k.digests[i]})
		sums[key], crcs[key] = sums[key]+1, crc32.Update(crcs[key], crc32.IEEETable, row)
		counts[k.names[k.kinds[i]]]++
	}
	for key, sum := range sums {
		forms = append(forms, object{"key": key, "sequence": object{"count": sum, "crc": crcs[key]}})
	}
	return counts, forms
}

// segments appends what was recorded to the sidecar files.
func (k *kit) segments() (samples, events object, err error) {
	sidecar, capacity := k.prepared.of("sidecar"), k.prepared.of("capacity")
	if len(k.keys) > capacity.number("events") || len(k.samples) > capacity.number("samples") {
		return nil, nil, errors.New("more was recorded than the capacity of prepare")
	}
	if len(k.samples) > 0 && k.round["record"] != "none" {
		samples, err = appendSegment(sidecar.text("samples"), 1, len(k.samples), k.samples)
	}
	if k.round["record"] == "full" && err == nil {
		events, err = appendSegment(sidecar.text("events"), 2, len(k.keys), k.times, k.keys, k.ids, k.digests, k.kinds)
	}
	return samples, events, err
}

func appendSegment(path string, layout uint16, rows int, columns ...any) (object, error) {
	var payload, segment bytes.Buffer
	for _, column := range columns {
		binary.Write(&payload, binary.LittleEndian, column)
		payload.Write(make([]byte, -payload.Len()&7))
	}
	body := payload.Bytes()
	for _, part := range []any{
		[]byte("EVSG"), []uint16{1, 0x1234, layout, uint16(len(columns)), 0, 0}, uint64(rows), uint64(len(body)),
		body, uint64(rows), crc32.ChecksumIEEE(body), []byte("GSVE"),
	} {
		binary.Write(&segment, binary.LittleEndian, part)
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	offset, sought := file.Seek(0, io.SeekEnd)
	_, written := file.Write(segment.Bytes())
	return object{"offset": offset, "count": rows}, errors.Join(err, sought, written, file.Close())
}

// measure answers a function that says what was used since.
func measure() func() object {
	var a, b syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &a)
	return func() object {
		syscall.Getrusage(syscall.RUSAGE_SELF, &b)
		return object{
			"userCpuNs": b.Utime.Nano() - a.Utime.Nano(), "systemCpuNs": b.Stime.Nano() - a.Stime.Nano(),
			"voluntarySwitches": b.Nvcsw - a.Nvcsw, "involuntarySwitches": b.Nivcsw - a.Nivcsw, "peakResidentBytes": b.Maxrss * 1024, "runNs": nil, "waitNs": nil, "gcPauseNs": nil,
		}
	}
}

// A workload is one opened scenario: a round, which answers the number of its operations, and its end.
type workload struct {
	round func() (int, error)
	close func()
}

func openSleepLoop(k *kit) (*workload, error) {
	period, ticks := time.Duration(k.number("periodMs"))*time.Millisecond, k.number("ticks")
	round := func() (int, error) {
		armed := now()
		for tick := range ticks {
			if k.round["purpose"] == "traced" {
				k.emit("arm", 0, tick, uint32(period.Microseconds()))
			}
			time.Sleep(period)
			woken := now()
			k.emit("fire", 0, tick, uint32(period.Microseconds()))
			k.sample(woken - armed - float64(period))
			armed = woken
		}
		return ticks, nil
	}
	return &workload{round, func() {}}, nil
}

type echo struct {
	kit                                    *kit
	server                                 net.Listener
	connections, messages, bytes, pipeline int
}

func openEcho(k *kit) (*workload, error) {
	server, err := net.Listen("tcp", "127.0.0.1:0")
	e := &echo{k, server, k.number("connections"), k.number("messages"), k.number("bytes"), k.number("pipeline")}
	if err != nil || e.bytes < 16 {
		return nil, errors.Join(err, errors.New("the server needs a port, and a message 16 bytes for its header"))
	}
	k.published["server"] = object{"kind": "tcp", "host": "127.0.0.1", "port": server.Addr().(*net.TCPAddr).Port}
	go func() {
		for {
			connection, err := server.Accept()
			if err != nil {
				return
			}
			go func() { io.Copy(connection, connection); connection.Close() }()
		}
	}()
	return &workload{e.round, func() { server.Close() }}, nil
}

func (e *echo) round() (int, error) {
	address := e.server.Addr().String()
	if peer, offered := e.kit.round.of("endpoints")["peer"].(map[string]any); offered {
		address = net.JoinHostPort(object(peer).text("host"), strconv.Itoa(object(peer).number("port")))
	}
	clients := make([]*net.TCPConn, e.connections)
	for key := range clients {
		client, err := net.Dial("tcp", address)
		if err != nil {
			return 0, err
		}
		clients[key] = client.(*net.TCPConn)
		e.kit.emit("open", key, 0, 0)
	}
	ends, all := make(chan error), error(nil)
	for key, client := range clients {
		go func() { ends <- e.converse(key, client) }()
	}
	for range clients {
		all = errors.Join(all, <-ends)
	}
	return e.connections * e.messages, all
}

// converse sends from one goroutine and receives in another, with as many messages under way as the pipeline holds.
func (e *echo) converse(key int, client *net.TCPConn) error {
	defer client.Close()
	sent, answer := make([]float64, e.messages), make([]byte, e.bytes)
	room, written := make(chan bool, e.pipeline), make(chan error, 1)
	go func() {
		message := bytes.Repeat(e.kit.nonce, e.bytes/8+1)[:e.bytes]
		binary.LittleEndian.PutUint32(message[8:], uint32(key))
		for id := range e.messages {
			room <- true
			binary.LittleEndian.PutUint32(message[12:], uint32(id))
			sent[id] = now()
			client.Write(message)
		}
		written <- client.CloseWrite()
	}()
	for id := range e.messages {
		if _, err := io.ReadFull(client, answer); err != nil {
			return err
		}
		e.kit.sample(now() - sent[id])
		e.kit.emit("reply", key, id, crc32.ChecksumIEEE(answer))
		<-room
	}
	rest, err := io.ReadAll(client)
	e.kit.emit("end", key, 0, 0)
	e.kit.emit("close", key, 0, uint32(e.messages*e.bytes+len(rest)))
	return errors.Join(err, <-written)
}
